package io.firstlight.standalone.service;

import io.firstlight.auth.AuthConfig;
import io.firstlight.auth.database.DatabaseConfig;
import io.firstlight.ingest.IngestConfig;
import io.firstlight.schemas.topic.TopicPlan;
import io.firstlight.standalone.command.Settings;
import io.firstlight.webedge.WebEdgeConfig;

/** The configs of what runs in an edge's process. Building them checks every value. */
public record EdgeConfigs(
        TopicPlan topics, WebEdgeConfig edge, IngestConfig ingest, AuthConfig auth, DatabaseConfig database) {

    /** Reads them from settings that know where Kafka and PostgreSQL are. */
    public static EdgeConfigs of(Settings settings) {
        return new EdgeConfigs(
                settings.build(TopicPlan::from),
                settings.build(WebEdgeConfig::from),
                settings.build(IngestConfig::from),
                settings.build(AuthConfig::of),
                settings.build(DatabaseConfig::of));
    }
}
