/**
 * The messages of a load: {@link io.firstlight.bench.message.Stamp} is what each of them carries so that whoever receives it can check
 * order and age, {@link io.firstlight.bench.message.Template} is what it is stamped into, {@link io.firstlight.bench.message.Streams} are the
 * addresses, and {@link io.firstlight.bench.message.Publisher} sends them at their pace.
 */
package io.firstlight.bench.message;
