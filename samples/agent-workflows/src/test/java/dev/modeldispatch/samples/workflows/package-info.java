/** Holds the workflow texts beside this module to the tools that they name. */
@NullMarked
package dev.modeldispatch.samples.workflows;

import org.jspecify.annotations.NullMarked;
