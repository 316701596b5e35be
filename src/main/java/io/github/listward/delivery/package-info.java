/** From membership changes to Marketo: coalescing, planning calls, judging rows, recording outcomes. */
package io.github.listward.delivery;
