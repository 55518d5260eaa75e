package io.firstlight.webedge.session;

import io.firstlight.auth.token.Revocation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RevocationRecordTest {

    private static final Instant AT = Instant.ofEpochMilli(1000);
    private static final Instant UNTIL = Instant.ofEpochMilli(2000);

    @Test
    void isWrittenAsTheContractSays() {
        Revocation token = new Revocation.OfToken("id", Revocation.Reason.LOGOUT, AT, UNTIL);
        Revocation user = new Revocation.OfUser("ann", Revocation.Reason.PASSWORD, AT, UNTIL);

        assertThat(text(RevocationRecord.key(token))).isEqualTo("token:id");
        assertThat(text(RevocationRecord.value(token)))
                .isEqualTo("{\"reason\": \"logout\", \"time\": 1000, \"until\": 2000}");
        assertThat(text(RevocationRecord.key(user))).isEqualTo("user:ann");
        assertThat(text(RevocationRecord.value(user)))
                .isEqualTo("{\"reason\": \"password\", \"time\": 1000, \"until\": 2000}");
        assertThat(text(RevocationRecord.edgeKey("e"))).isEqualTo("edge:e");
        assertThat(text(RevocationRecord.present(1000, 7)))
                .isEqualTo("{\"reason\": \"present\", \"time\": 1000, \"seen\": 7}");
    }

    @Test
    void isReadAsItWasWritten() {
        Revocation token = new Revocation.OfToken("id", Revocation.Reason.SWAP, AT, UNTIL);
        Revocation user = new Revocation.OfUser("ann", Revocation.Reason.INACTIVE, AT, UNTIL);

        assertThat(RevocationRecord.parse(RevocationRecord.key(token), RevocationRecord.value(token)))
                .isEqualTo(new RevocationRecord.OfToken("id", 2000));
        assertThat(RevocationRecord.parse(RevocationRecord.key(user), RevocationRecord.value(user)))
                .isEqualTo(new RevocationRecord.OfUser("ann", 2000));
        assertThat(RevocationRecord.parse(RevocationRecord.edgeKey("e"), RevocationRecord.present(1, 7)))
                .isEqualTo(new RevocationRecord.Present("e", 7));
        assertThat(RevocationRecord.parse(RevocationRecord.edgeKey("e"), null))
                .isEqualTo(new RevocationRecord.Left("e"));
        assertThat(RevocationRecord.parse(RevocationRecord.key(token), null)).isEqualTo(new RevocationRecord.Nothing());
    }

    @Test
    void isNothingUnderAnUnknownKeyAndRefusedWithAnUnreadableValue() {
        assertThat(parse("other:x", "{}")).isEqualTo(new RevocationRecord.Nothing());
        assertThat(parse(null, "{}")).isEqualTo(new RevocationRecord.Nothing());
        for (String bad : new String[] {"", "{", "[]", "{\"until\": \"x\"}", "null"}) {
            assertThatThrownBy(() -> parse("token:x", bad)).as(bad).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static RevocationRecord parse(@Nullable String key, String value) {
        return RevocationRecord.parse(
                key == null ? null : key.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
