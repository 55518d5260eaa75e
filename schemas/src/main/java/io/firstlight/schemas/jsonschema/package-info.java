/**
 * JSON Schemas (draft 2020-12) of the values of the topics and of the error frame, for analysts and other languages.
 * {@link io.firstlight.schemas.jsonschema.JsonSchemas} hands them out as text. Nothing validates against them at run time: the parsers
 * of {@link io.firstlight.schemas.record} are the rule, and tests hold the two together. A version is never changed so that a valid
 * document becomes invalid; that would be a new version in a new file.
 */
package io.firstlight.schemas.jsonschema;
