package io.firstlight.standalone.fault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A test of the test: what a client is shown wrongly is noticed. */
final class GroupViewTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final GroupView view = new GroupView(Group.everything("event"));

    private void frame(int number, String more) throws JsonProcessingException {
        view.received(
                JSON.readTree("{\"category\": \"event\", \"data\": [{\"csc\": \"Fault1\", \"salindex\": 1, \"data\": "
                        + "{\"count\": [{\"seq\":{\"value\":" + number
                        + "}}]}}], \"subscription\": \"event-all-all-all\"" + more
                        + "}"));
    }

    @Test
    void isContentWithASnapshotAndEveryLaterNumberOnce() throws Exception {
        frame(7, ", \"snapshot\": true");
        frame(8, ", \"position\": \"p8\"");
        frame(9, ", \"position\": \"p9\"");

        assertThat(view.lost() + view.repeated()).isZero();
        assertThat(view.oddities()).isEmpty();
        assertThat(view.subscription()).contains("\"resume\":\"p9\"");
    }

    @Test
    void countsWhatWasPassedOver() throws Exception {
        frame(7, ", \"snapshot\": true");
        frame(10, ", \"position\": \"p10\"");

        assertThat(view.lost()).isEqualTo(2);
        assertThat(view.oddities()).hasSize(1);
    }

    @Test
    void countsWhatCameBeforeItsFirstFrameOfAnAddressThatHadNoSnapshot() throws Exception {
        frame(3, ", \"position\": \"p3\"");

        assertThat(view.lost()).isEqualTo(3);
    }

    @Test
    void countsWhatCameAgain() throws Exception {
        frame(0, ", \"position\": \"p0\"");
        frame(1, ", \"position\": \"p1\"");
        frame(1, ", \"position\": \"p1\"");

        assertThat(view.repeated()).isEqualTo(1);
    }

    @Test
    void takesAMergedFrameForAllThatItCounts() throws Exception {
        frame(0, ", \"position\": \"p0\"");
        frame(5, ", \"merged\": {\"count\": 5}, \"position\": \"p5\"");

        assertThat(view.lost() + view.repeated()).isZero();
        assertThat(view.merged()).isEqualTo(4);
    }

    @Test
    void forgetsOnResumingWhatItsPositionDoesNotCover() throws Exception {
        frame(0, ", \"position\": \"p0\"");
        frame(2, ", \"merged\": {\"count\": 2}");
        assertThat(view.subscription()).contains("\"resume\":\"p0\"");

        view.confirmed(JSON.readTree("{\"recovered\": true}"));
        frame(1, ", \"position\": \"p1\"");
        assertThat(view.lost() + view.repeated()).isZero();
    }

    @Test
    void countsAResumeThatWasNotPossibleAndTheHoleItLeft() throws Exception {
        frame(0, ", \"position\": \"p0\"");
        assertThat(view.subscription()).contains("resume");

        view.confirmed(JSON.readTree("{\"recovered\": false, \"reason\": \"foreign\", \"snapshot\": 1}"));
        frame(4, ", \"snapshot\": true");
        assertThat(view.notRecovered()).isEqualTo(1);
        assertThat(view.lost()).isEqualTo(4);
    }
}
