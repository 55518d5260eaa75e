package io.firstlight.webedge.hub;

import io.firstlight.webedge.target.Target;

/** A selection and, within one category, those who listen to it. Owned by the hub's thread. */
record SelectionAudience(Target.OfSelection selection, Audience audience) {}
