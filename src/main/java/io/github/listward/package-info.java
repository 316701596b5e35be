/** Listward itself: its start, and where it finds its routes. */
package io.github.listward;
