package io.github.listward.browser;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * A window of 1280 by 800 that nobody sees.
 *
 * <p>Debian's packages chromium and chromium-driver are of one version always, and WebDriver is a standard: nothing has to be
 * downloaded, nor to be kept in step with the browser.
 */
final class Browser implements AutoCloseable {

    /** Set where the tests must not be skipped. */
    private static final String REQUIRED = "LISTWARD_BROWSER_REQUIRED";

    private static final List<String> BROWSERS = List.of("chromium", "chromium-browser", "google-chrome");
    private static final List<String> QUIET = List.of(
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage");

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /**
     * @param profile empty directory for what the browser keeps
     * @throws org.opentest4j.TestAbortedException where there is no browser, which skips the tests
     */
    static Browser open(Path profile) {
        Optional<Path> browser = BROWSERS.stream().map(Browser::onPath).flatMap(Optional::stream).findFirst();
        Optional<Path> driver = onPath("chromedriver");
        boolean there = browser.isPresent() && driver.isPresent();
        if (!there && System.getenv(REQUIRED) == null) {
            String reason = "Skipped: there is no browser. Install the packages chromium and chromium-driver to test the page";
            System.out.println(reason);
            assumeTrue(false, reason);
        }
        ChromeOptions options = new ChromeOptions();
        options.setBinary(browser.orElseThrow(() -> new IllegalStateException("There is no chromium on the path")).toFile());
        options.addArguments(QUIET);
        options.addArguments("--user-data-dir=" + profile);
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, java.util.logging.Level.WARNING);
        options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
        ChromeDriver chrome = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(driver.orElseThrow(() -> new IllegalStateException("There is no chromedriver on the path")).toFile())
                        .build(),
                options);
        chrome.executeCdpCommand("Emulation.setDeviceMetricsOverride", Map.of("width", 1280, "height", 800, "deviceScaleFactor", 1, "mobile", false));
        chrome.manage().timeouts().scriptTimeout(Duration.ofSeconds(10));
        return new Browser(chrome);
    }

    private static Optional<Path> onPath(String name) {
        return Stream.of(System.getenv("PATH").split(":")).map(directory -> Path.of(directory, name)).filter(Files::isExecutable).findFirst();
    }

    void go(String url) {
        driver.get(url);
    }

    String address() {
        return driver.getCurrentUrl();
    }

    /** What can be seen of the page, as text; empty before there is one. */
    String text() {
        return driver.findElements(By.cssSelector(".listward")).stream().findFirst().map(WebElement::getText).orElse("");
    }

    List<WebElement> all(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    /** The cells of a table's row, the first that holds the text; empty while there is none. */
    List<String> row(String table, String holding) {
        try {
            return all("table[aria-label='" + table + "'] tbody tr").stream()
                    .filter(row -> row.getText().contains(holding))
                    .findFirst()
                    .map(row -> row.findElements(By.cssSelector("th, td")).stream().map(WebElement::getText).toList())
                    .orElse(List.of());
        } catch (StaleElementReferenceException refreshed) {
            return List.of();
        }
    }

    /** @return whether there was such a button or link to click on */
    boolean click(String words) {
        return click(driver.findElements(By.xpath("//button[normalize-space()='" + words + "']|//a[normalize-space()='" + words + "']")));
    }

    boolean click(List<WebElement> elements) {
        try {
            Optional<WebElement> shown = elements.stream().filter(WebElement::isDisplayed).findFirst();
            shown.ifPresent(WebElement::click);
            return shown.isPresent();
        } catch (StaleElementReferenceException refreshed) {
            return false;
        }
    }

    void press(CharSequence... keys) {
        driver.switchTo().activeElement().sendKeys(keys);
    }

    void pressTab() {
        press(Keys.TAB);
    }

    Object run(String script) {
        return driver.executeScript(script);
    }

    /** What the browser complained of since it was last asked, e.g. scripts that were not allowed to run. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream().map(LogEntry::getMessage).toList();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
