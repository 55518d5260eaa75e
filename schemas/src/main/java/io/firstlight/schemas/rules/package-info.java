/**
 * What somebody asks of JSON, checked: {@link io.firstlight.schemas.rules.JsonRules}, a JSON Schema that an operator wrote. Values come from anybody,
 * so patterns and nesting are kept from taking for ever ({@link io.firstlight.schemas.rules.StepLimitedPattern}). Any thread.
 */
@NullMarked
package io.firstlight.schemas.rules;

import org.jspecify.annotations.NullMarked;
