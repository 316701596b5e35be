package io.github.listward.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SandboxMainTest {

    @Test
    void takesArgumentsBeforeTheEnvironment() {
        SandboxBuilder builder = SandboxMain.builder(Map.of("SANDBOX_DAILY_QUOTA", "7", "SANDBOX_PORT", "1"), "--port=0", "--limits=off");

        assertThat(builder.port).isZero();
        assertThat(builder.dailyQuota).isEqualTo(7);
        assertThat(builder.limited).isFalse();
    }

    @Test
    void readsWorkspacesAndTheirPartitions() {
        SandboxBuilder builder = SandboxMain.builder(Map.of(), "--workspaces=EU=EU+Default,APAC=APAC");

        assertThat(builder.workspaces).containsOnlyKeys("EU", "APAC");
        assertThat(builder.workspaces.get("EU")).containsExactly("EU", "Default");
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> SandboxMain.builder(Map.of(), "--prot=1")).hasMessageContaining("--prot");
    }
}
