package io.firstlight.standalone.demo.sal;

import com.fasterxml.jackson.databind.JsonNode;
import io.firstlight.schemas.address.Component;

/** How one component commands another: as everybody does, with the same checks. Called while the observatory's lock is held. */
@FunctionalInterface
public interface Commands {

    /**
     * Carries out a command.
     *
     * @param command its name without {@code cmd_}
     * @param params an object
     * @param identity who asks
     */
    Reply execute(Component component, String command, JsonNode params, String identity);
}
