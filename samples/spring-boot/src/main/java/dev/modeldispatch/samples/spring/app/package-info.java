/** An application that uses the starter: it asks several models and prints what each says. */
package dev.modeldispatch.samples.spring.app;
