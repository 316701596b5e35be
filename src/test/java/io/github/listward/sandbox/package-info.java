/** A stand-in for a Marketo instance: a real HTTP server with real state that behaves as Marketo's documentation says and is never more forgiving. */
package io.github.listward.sandbox;
