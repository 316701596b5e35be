/** How Marketo is spoken to: requests, tokens, verdicts and error codes; knows nothing of Kafka or audiences. */
package io.github.listward.marketo;
