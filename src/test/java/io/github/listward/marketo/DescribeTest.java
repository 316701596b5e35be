package io.github.listward.marketo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;

public class DescribeTest {

    /** Synthetic; in the form of Marketo REST API, "Leads", Describe2. */
    public static Describe sample() {
        try (InputStream json = DescribeTest.class.getResourceAsStream("/definitions/describe2.json")) {
            return Describe.of(MarketoAnswer.of("1#1", List.of(new ObjectMapper().readTree(json)), null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void knowsFieldsByTheirRestName() {
        assertThat(sample().field("email")).isEqualTo(new Describe.Field("email", sample().field("email").displayName(), "email", 255, true));
        assertThat(sample().field("createdAt")).isEqualTo(new Describe.Field("createdAt", sample().field("createdAt").displayName(), "datetime", null, false));
        assertThat(sample().field("Email")).isNull();
    }

    @Test
    void isSearchableOnlyByKeysOfOneField() {
        assertThat(sample().searchable()).containsExactlyInAnyOrder("email", "id", "crmId");
        assertThat(sample().isSearchable("leadPartitionId")).isFalse();
    }
}
