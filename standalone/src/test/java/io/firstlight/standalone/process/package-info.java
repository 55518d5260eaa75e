/** Tests of the command as users run it: the distribution, in a process of its own, on free ports. They run after packaging. */
package io.firstlight.standalone.process;
