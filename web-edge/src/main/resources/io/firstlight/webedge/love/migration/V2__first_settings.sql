-- What a new observatory begins with. Everything here may be changed or deleted afterwards, but for the last configuration file.

insert into love.config_file (username, filename, content, creation_timestamp, update_timestamp)
values ('admin', 'default.json',
        '{"alarms": {"minSeveritySound": "mute", "minSeverityNotification": "mute"}, "camFeeds": {"generic": "/gencam", "allSky": "/gencam"}}',
        now(), now());

insert into love.emergency_contact (subsystem, name, contact_info, email, creation_timestamp, update_timestamp)
values ('ATDome', 'Dome on call', 'radio channel 1', 'dome@fake.com', now(), now()),
       ('ScriptQueue', 'Night supervisor', 'radio channel 2', 'supervisor@fake.com', now(), now());

insert into love.image_tag (label, key, creation_timestamp, update_timestamp)
select label, key, now(), now()
from (values ('Aircraft trail', 'aircraft'), ('Bad focus', 'focus'), ('Bad seeing', 'seeing'), ('Bias or dark', 'bias'),
             ('Clouds', 'clouds'), ('Dead or hot pixels', 'pixels'), ('Flat field', 'flat'), ('Ghost or stray light', 'ghost'),
             ('Readout noise', 'noise'), ('Satellite trail', 'satellite'), ('Saturated', 'saturated'), ('Test image', 'test'),
             ('Trailed stars', 'trailed')) as tag (label, key);

insert into love.control_location (name, description, creation_timestamp, update_timestamp)
select name, description, now(), now()
from (values (1, 'summit', 'Control room on the mountain'), (2, 'tucson', 'Remote control room in Tucson'),
             (3, 'base', 'Control room in the valley')) as location (place, name, description)
order by place;

-- The newest is shown first, so the one that is looked at most comes last.
insert into love.view (name, data, screen, creation_timestamp, update_timestamp)
select name,
       json_build_object(
           'properties', json_build_object('type', 'container', 'x', 0, 'y', 0, 'w', 100, 'h', 60, 'i', 0, 'cols', 100, 'allowOverflow', false),
           'content', json_build_object(
               'newPanel-1', json_build_object(
                   'properties', json_build_object('type', 'component', 'x', 0, 'y', 0, 'w', 100, 'h', 60, 'i', 1),
                   'content', component,
                   'config', config::json))),
       screen,
       now() + place * interval '1 microsecond',
       now() + place * interval '1 microsecond'
from (values
         (1, 'Dome in full', 'desktop', 'CSCExpanded', '{"title": "ATDome", "titleBar": true, "margin": true, "group": "", "name": "ATDome", "salindex": 0}'),
         (2, 'Weather', 'desktop', 'WeatherStation', '{"title": "Weather", "titleBar": true, "margin": true}'),
         (3, 'Alarms on the phone', 'mobile', 'Watcher', '{"title": "Alarms", "titleBar": true, "margin": true}'),
         (4, 'Alarms', 'desktop', 'Watcher', '{"title": "Alarms", "titleBar": true, "margin": true}'),
         (5, 'Scripts', 'desktop', 'ScriptQueue', '{"title": "Script queue", "titleBar": true, "margin": true, "salindex": 1}'),
         (6, 'Dome', 'desktop', 'Dome', '{"title": "Dome", "titleBar": true, "margin": true}')
     ) as seed (place, name, screen, component, config)
order by place;
