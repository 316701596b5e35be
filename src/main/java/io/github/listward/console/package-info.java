/** What a person sees and does: the management API and the login in front of Hawtio. */
package io.github.listward.console;
