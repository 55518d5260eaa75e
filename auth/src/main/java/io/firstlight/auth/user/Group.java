package io.firstlight.auth.user;

import io.firstlight.auth.right.Grant;

import java.util.Set;

/**
 * A group of users: what it may do, each of its members may.
 *
 * @param name unique, case-sensitive, with the characters of user names
 * @param members how many users are in it
 * @param grants its rights
 */
public record Group(String name, int members, Set<Grant> grants) {
    public Group {
        grants = Set.copyOf(grants);
    }
}
