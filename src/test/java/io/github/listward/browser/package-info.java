/** The page in a browser: Debian's Chromium, driven through its own chromedriver. */
package io.github.listward.browser;
