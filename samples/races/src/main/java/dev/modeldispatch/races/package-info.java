/**
 * Races for jcstress over what the public API shows; those that need what a room keeps to itself
 * stand in that room's package.
 */
package dev.modeldispatch.races;
