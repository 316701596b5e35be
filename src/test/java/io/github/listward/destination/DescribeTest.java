package io.github.listward.destination;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

class DescribeTest {

    /** Synthetic; in the form of Marketo REST API, "Leads", Describe2. */
    static Describe sample() {
        try (InputStream json = DescribeTest.class.getResourceAsStream("/definitions/describe2.json")) {
            return Describe.of(new ObjectMapper().readTree(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void knowsFieldsByTheirRestName() {
        assertThat(sample().field("email")).isEqualTo(new Describe.Field("email", "email", 255, true));
        assertThat(sample().field("createdAt")).isEqualTo(new Describe.Field("createdAt", "datetime", null, false));
        assertThat(sample().field("Email")).isNull();
    }

    @Test
    void isSearchableOnlyByKeysOfOneField() {
        assertThat(sample().searchable()).containsExactlyInAnyOrder("email", "id", "crmId");
        assertThat(sample().isSearchable("leadPartitionId")).isFalse();
    }

    @Test
    void survivesBeingKeptAsJson() throws Exception {
        JsonNode kept = new ObjectMapper().readTree(sample().toJson().toString());

        assertThat(Describe.of(kept)).isEqualTo(sample());
    }
}
