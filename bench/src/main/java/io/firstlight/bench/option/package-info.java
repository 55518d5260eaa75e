/** Options that several loads share, as picocli mixins. They only hold what was typed, and check its form. */
package io.firstlight.bench.option;
