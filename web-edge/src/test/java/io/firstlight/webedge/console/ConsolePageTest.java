package io.firstlight.webedge.console;

import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;

import java.io.IOException;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ConsolePageTest {

    private static final String CPU = "[data-field='telemetry/cpu/total']";

    private static Browser browser;

    private StandInEdge edge;

    @BeforeAll
    static void startBrowser() {
        browser = Browser.start();
    }

    @AfterAll
    static void closeBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void openPage() {
        edge = new StandInEdge();
        browser.size(1280, 800);
        browser.open(edge.url());
        eventually(() -> assertThat(browser.one("#login").isDisplayed()).isTrue());
    }

    @AfterEach
    void closeEdge() {
        edge.close();
        assertThat(browser.complaints()).isEmpty();
    }

    @Nested
    class Login {

        @Test
        void saysThatThePasswordIsWrongAndShowsNothingElse() throws IOException {
            logIn("operator", "day");

            eventually(() -> assertThat(browser.text("#login-error")).isEqualTo("User name or password is wrong."));
            assertThat(browser.one("#console-view").isDisplayed()).isFalse();
            assertThat(browser.one("#user").isDisplayed()).isFalse();
            browser.screenshot("login");
        }

        @Test
        void saysHowLongToWaitAfterTooManyAttempts() {
            logIn("operator", "too often");

            eventually(() -> assertThat(browser.text("#login-error"))
                    .isEqualTo("Too many attempts. Wait 30 s, then try again."));
        }

        @Test
        void outlivesALoadingOfThePageAndEndsWithTheLogoutButton() {
            logIn();
            browser.open(edge.url());
            eventually(() -> assertThat(browser.text("#connection")).isEqualTo("UP"));

            browser.one("#logout").click();

            eventually(() -> assertThat(browser.text("#login-error")).isEqualTo("You are logged out."));
            browser.open(edge.url());
            eventually(() -> assertThat(browser.one("#login").isDisplayed()).isTrue());
        }

        @Test
        void isAskedForAgainWhenTheEdgeClosesWithCode1000() {
            logIn();

            edge.logOutEverybody();

            eventually(() -> assertThat(browser.text("#login-error")).isEqualTo("You were logged out by the edge."));
            assertThat(browser.one("#login").isDisplayed()).isTrue();
            assertThat(browser.one("#console-view").isDisplayed()).isFalse();
            assertThat(browser.all("#readings tbody")).isEmpty();
        }
    }

    @Nested
    class LiveState {

        @Test
        void showsWhoIsLoggedInWhereAndWithWhatRight() {
            logIn();

            assertThat(browser.text("#user")).isEqualTo("operator");
            assertThat(browser.text("#commands")).isEqualTo("allowed");
            assertThat(browser.text("#edge")).startsWith("127.0.0.1:");
            assertThat(browser.text("#clock")).matches("\\d\\d:\\d\\d:\\d\\d");
        }

        @Test
        void listsWhateverFieldsArriveByStreamAndTheyMove() throws IOException {
            logIn();

            assertThat(browser.all("tbody .group").stream().map(WebElement::getText))
                    .containsExactly(
                            "cpu telemetry",
                            "disk telemetry",
                            "memory telemetry",
                            "network telemetry",
                            "processes telemetry",
                            "temperature telemetry",
                            "diskNearlyFull event",
                            "hardware event",
                            "summaryState event");
            assertThat(value("telemetry/memory/total")).isEqualTo("31.25 GiB");
            assertThat(browser.attribute("[data-field='telemetry/memory/total'] .value", "title"))
                    .isEqualTo("33554432000 byte");
            assertThat(value("telemetry/cpu/uptime")).startsWith("14 d 06:5");
            assertThat(browser.text("#summary-state")).isEqualTo("ENABLED");
            assertThat(freshness("event/summaryState/summaryState")).isEqualTo("held");
            String before = value("telemetry/processes/ticks");
            eventually(() -> assertThat(value("telemetry/processes/ticks")).isNotEqualTo(before));
            assertThat(freshness("telemetry/cpu/total")).isEqualTo("live");
            assertThat(browser.one("#banner").isDisplayed()).isFalse();
        }

        @Test
        void keepsValuesThatAreNotNumbersAndStringsThatSpellThemApart() {
            logIn();

            assertThat(value("telemetry/temperature/cpu")).isEqualTo("NaN");
            assertThat(value("telemetry/temperature/board")).isEqualTo("-Infinity");
            assertThat(value("telemetry/temperature/remark")).isEqualTo("sensor says \"NaN\" or Infinity");
            assertThat(value("telemetry/disk/serial").replace("\u202f", "")).isEqualTo("9007199254740993");
        }

        @Test
        void showsListsShortAndTheirElementsOnDemandWithoutClosingThemAgain() {
            logIn();

            assertThat(value("telemetry/cpu/loadAverage")).isEqualTo("1.520 1.310 0.980");
            assertThat(value("telemetry/cpu/perCore")).startsWith("12 values, ").contains(" … ");
            browser.one("[data-field='telemetry/cpu/perCore'] summary").click();
            String element = "[data-field='telemetry/cpu/perCore'] li:nth-child(12) span";
            String before = browser.text(element);
            eventually(() -> assertThat(browser.text(element)).endsWith("%").isNotEqualTo(before));
        }

        @Test
        void plotsTheProcessorFirstThenWhateverFieldIsChosen() throws IOException {
            logIn();
            assertThat(browser.text("#plot-title")).isEqualTo("cpu total");
            eventually(() -> assertThat(points()).isGreaterThan(8));
            assertThat(browser.attribute("#plot", "data-gaps")).isEqualTo("0");
            assertThat(browser.attribute("#plot", "aria-label")).startsWith("cpu total, last 5 minutes: least ");

            browser.one("[data-field='telemetry/memory/available'] button").click();

            eventually(() -> assertThat(browser.text("#plot-title")).isEqualTo("memory available"));
            // What was seen before the choice is plotted, too.
            assertThat(points()).isGreaterThan(8);
            browser.one("[data-field='telemetry/cpu/perCore'] summary").click();
            browser.one("[data-field='telemetry/cpu/perCore'] li:nth-child(3) button")
                    .click();
            eventually(() -> assertThat(browser.text("#plot-title")).isEqualTo("cpu perCore [2]"));
            browser.one(CPU + " button").click();
            eventually(() -> assertThat(points()).isGreaterThan(20));
            browser.screenshot("live");
            browser.size(1280, 1500);
            browser.screenshot("tall");
            browser.size(420, 1900);
            browser.screenshot("narrow");
        }
    }

    @Nested
    class Trouble {

        @Test
        void aLostConnectionIsShownAndEveryValueMarkedUntilItIsSubscribedAgain() throws IOException {
            logIn();
            eventually(() -> assertThat(points()).isGreaterThan(8));
            assertThat(edge.subscribed()).containsExactly("telemetry-Host-1-all", "event-Host-1-all");

            edge.goAway();

            eventually(() -> assertThat(browser.text("#connection")).isIn("DOWN", "CONNECTING"));
            eventually(() -> assertThat(browser.text("#banner-text"))
                    .matches("No connection since \\d\\d:\\d\\d:\\d\\d UTC. Nothing below is live."));
            assertThat(browser.all("tr[data-freshness='live'], tr[data-freshness='held']"))
                    .isEmpty();
            assertThat(browser.text(CPU + " .age")).startsWith("STALE ");
            assertThat(browser.text("#plot-now")).startsWith("STALE ");
            assertThat(browser.text("#summary-note")).startsWith("Last known, not confirmed");
            browser.screenshot("down");

            edge.comeBack();

            eventually(() -> assertThat(browser.text("#connection")).isEqualTo("UP"));
            eventually(() -> assertThat(freshness("telemetry/cpu/total")).isEqualTo("live"));
            eventually(() ->
                    assertThat(freshness("event/summaryState/summaryState")).isEqualTo("held"));
            assertThat(browser.one("#banner").isDisplayed()).isFalse();
            assertThat(edge.subscribed())
                    .containsExactly(
                            "telemetry-Host-1-all", "event-Host-1-all", "telemetry-Host-1-all", "event-Host-1-all");
            eventually(() -> assertThat(browser.attribute("#plot", "data-gaps")).isEqualTo("1"));
        }

        @Test
        void aSilentComponentIsNotTakenForALiveOneThoughTheConnectionIsUp() throws IOException {
            logIn();

            edge.hostSilent(true);

            eventually(() -> assertThat(browser.text("#banner-text")).startsWith("Host-1 is silent"));
            assertThat(browser.text("#connection")).isEqualTo("UP");
            assertThat(freshness("telemetry/cpu/total")).isEqualTo("stale");
            assertThat(freshness("event/summaryState/summaryState")).isEqualTo("stale");
            browser.screenshot("silent");

            edge.hostSilent(false);

            eventually(() ->
                    assertThat(freshness("event/summaryState/summaryState")).isEqualTo("held"));
            assertThat(browser.one("#banner").isDisplayed()).isFalse();
        }

        @Test
        void aFaultIsShownAtOnce() throws IOException {
            logIn();

            edge.send(HostFrames.summaryState(3));

            eventually(() -> assertThat(browser.text("#summary-state")).isEqualTo("FAULT"));
            assertThat(value("event/summaryState/summaryState")).isEqualTo("FAULT");
            browser.screenshot("fault");
        }

        @Test
        void aSubscriptionThatIsRefusedIsSaid() {
            edge.refuseSubscriptions("no right to read telemetry-Host-1-all");
            logIn("operator", "night");

            eventually(() -> assertThat(browser.text("#banner-text"))
                    .isEqualTo("The edge says: no right to read telemetry-Host-1-all."));
            assertThat(browser.text("#connection")).isEqualTo("CONNECTING");
        }

        @Test
        void anEdgeThatNoLongerAnswersIsNotTakenForALiveOneThoughNothingWasClosed() {
            logIn();

            edge.dumb(true);

            eventually(() -> assertThat(browser.text("#connection")).isEqualTo("NO ANSWER"));
            assertThat(browser.text("#banner-text")).startsWith("The edge does not answer since ");
            assertThat(browser.all("tr[data-freshness='live'], tr[data-freshness='held']"))
                    .isEmpty();

            edge.dumb(false);

            // What it was asked meanwhile is lost: that connection is given up, and only a new one is believed.
            eventually(() -> assertThat(freshness("telemetry/cpu/total")).isEqualTo("live"));
            assertThat(edge.connections()).isEqualTo(2);
        }

        @Test
        void aSessionThatEndedWhileTheConnectionWasAwayLeadsToTheLogin() {
            logIn();
            edge.goAway();
            eventually(() -> assertThat(browser.one("#banner").isDisplayed()).isTrue());

            edge.logOutEverybody();
            edge.comeBack();

            eventually(() -> assertThat(browser.text("#login-error")).isEqualTo("Your session is over. Log in again."));
        }
    }

    private static void logIn() {
        logIn("operator", "night");
        eventually(() -> assertThat(browser.text("#connection")).isEqualTo("UP"));
        eventually(() -> assertThat(browser.one(CPU).isDisplayed()).isTrue());
        eventually(() -> assertThat(browser.text("#summary-state")).isEqualTo("ENABLED"));
    }

    private static void logIn(String user, String password) {
        browser.one("#username").sendKeys(user);
        browser.one("#password").sendKeys(password);
        browser.one("#login button").click();
    }

    private static String value(String field) {
        return browser.text("[data-field='" + field + "'] .value");
    }

    private static String freshness(String field) {
        return browser.attribute("[data-field='" + field + "']", "data-freshness");
    }

    private static int points() {
        String points = browser.attribute("#plot", "data-points");
        return points.isEmpty() ? 0 : Integer.parseInt(points);
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(100))
                // What is looked for may not be on the page yet.
                .ignoreExceptionsInstanceOf(WebDriverException.class)
                .untilAsserted(assertion);
    }
}
