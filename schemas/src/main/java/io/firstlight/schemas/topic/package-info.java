/**
 * The topics of the log: {@link io.firstlight.schemas.topic.Topic} names them, {@link io.firstlight.schemas.topic.TopicPlan} says how
 * they are laid out here, and {@link io.firstlight.schemas.topic.TopicCreation} makes those that lack.
 */
package io.firstlight.schemas.topic;
