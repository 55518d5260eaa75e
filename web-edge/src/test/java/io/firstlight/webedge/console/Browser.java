package io.firstlight.webedge.console;

import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** One headless Chromium that reaches nothing but loopback; both programs are named, so that Selenium looks for none to download. */
final class Browser implements AutoCloseable {

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Starts the installed Chromium; aborts the test if there is none. */
    static Browser start() {
        Optional<File> driverFile = program("chromedriver");
        Optional<File> chromium = program("chromium").or(() -> program("chromium-browser"));
        Assumptions.assumeTrue(
                driverFile.isPresent() && chromium.isPresent(),
                "no chromium and chromedriver on the PATH: apt-get install chromium chromium-driver");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.orElseThrow());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1");
        options.setCapability("goog:loggingPrefs", Map.of("browser", "ALL"));
        ChromeDriver driver = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(driverFile.orElseThrow())
                        .usingAnyFreePort()
                        .build(),
                options);
        driver.manage().timeouts().scriptTimeout(Duration.ofSeconds(10));
        driver.manage().window().setSize(new Dimension(1280, 800));
        return new Browser(driver);
    }

    private static Optional<File> program(String name) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .map(Path::toFile)
                .findFirst();
    }

    void open(String url) {
        driver.get(url);
    }

    void size(int width, int height) {
        driver.manage().window().setSize(new Dimension(width, height));
    }

    /** The one element of that CSS selector. */
    WebElement one(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    /** The elements of that CSS selector. */
    List<WebElement> all(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    /** The text that can be seen of the one element. */
    String text(String selector) {
        return one(selector).getText();
    }

    /** An attribute of the one element, empty if absent. */
    String attribute(String selector, String name) {
        String value = one(selector).getDomAttribute(name);
        return value == null ? "" : value;
    }

    /** What an expression over the exports {@code m} of a module of the page is, as JSON with non-finite numbers spelled as strings. */
    String evaluate(String module, String expression) {
        Object json = driver.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                const spelled = (key, value) =>
                  typeof value === 'bigint' ? `${value}n`
                    : typeof value === 'number' && !Number.isFinite(value) ? `<${value}>`
                    : value;
                import(new URL('js/%s', document.baseURI))
                  .then((m) => done(JSON.stringify(%s, spelled)))
                  .catch((error) => done(String(error)));
                """.formatted(module, expression));
        return String.valueOf(json);
    }

    /** What the page complained of, but for connections that failed: those are the tests' doing. */
    List<String> complaints() {
        return driver.manage().logs().get("browser").getAll().stream()
                .map(entry -> entry.getLevel() + " " + entry.getMessage())
                .filter(line -> line.startsWith("SEVERE"))
                .filter(line -> !line.contains("Failed to load resource") && !line.contains("WebSocket connection to"))
                .toList();
    }

    /** Keeps what is seen as {@code target/console-NAME.png}, for people to look at. */
    void screenshot(String name) throws IOException {
        Files.write(Path.of("target", "console-" + name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    }

    @Override
    public void close() {
        driver.quit();
    }
}
