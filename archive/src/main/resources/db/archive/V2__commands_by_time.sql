-- Who did what when: the newest commands first, of everybody, of one component or of one user, from a place on. A row's place is its time and where it lies in the log.

CREATE INDEX command_by_time ON archive.command (time, source_topic, source_partition, source_offset);
CREATE INDEX command_by_component ON archive.command (csc, time);
CREATE INDEX command_by_user ON archive.command ((payload ->> 'user'), time);
