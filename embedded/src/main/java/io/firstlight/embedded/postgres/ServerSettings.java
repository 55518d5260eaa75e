package io.firstlight.embedded.postgres;

import io.firstlight.embedded.LoopbackPort;
import io.firstlight.embedded.postgres.EmbeddedPostgreSqlConfig.Durability;

import java.util.Map;
import java.util.TreeMap;

/**
 * The server's settings, sized for a laptop. PostgreSQL's own names and units; given at each start on the command line, so
 * that they follow the program and not the data. Values go through a shell: letters, digits and dots only.
 */
final class ServerSettings {

    private ServerSettings() {}

    static Map<String, String> of(int port, Durability durability) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("listen_addresses", LoopbackPort.HOST);
        settings.put("port", String.valueOf(port));
        // None: its path may be too long for the system, and loopback is enough.
        settings.put("unix_socket_directories", "");
        settings.put("max_connections", "100");
        settings.put("shared_buffers", "64MB");
        settings.put("maintenance_work_mem", "32MB");
        settings.put("autovacuum_max_workers", "2");
        settings.put("max_parallel_workers", "2");
        settings.put("jit", "off");
        settings.put("max_wal_size", "256MB");
        // Nobody replicates from it.
        settings.put("wal_level", "minimal");
        settings.put("max_wal_senders", "0");
        settings.put("timezone", "UTC");
        settings.put("log_timezone", "UTC");
        // The server's own words; a client hears of its errors itself.
        settings.put("log_min_messages", "log");
        settings.put("log_checkpoints", "off");
        switch (durability) {
            case SYNCED -> settings.put("fsync", "on");
            case THROWAWAY -> {
                settings.put("fsync", "off");
                settings.put("synchronous_commit", "off");
                settings.put("full_page_writes", "off");
            }
        }
        return settings;
    }
}
