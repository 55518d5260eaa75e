package io.firstlight.webedge.mapper;

import io.firstlight.schemas.exchange.ErrorAnswer;

/**
 * What a client gets.
 *
 * @param status the HTTP status
 * @param body JSON in UTF-8
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record MapperAnswer(int status, byte[] body) {

    /** An error in fpesa's shape. */
    static MapperAnswer error(int status, String description) {
        return new MapperAnswer(status, new ErrorAnswer(status, description).toJson());
    }
}
