/*
 * Views that stand before the tables for a read that looks back: SQL of SQLite, which the other driver reads in its own words
 * ("main." is the store's own schema, jx_then_index() and jx_then_ms() are what the read looks back to). Private to
 * storage/engine/ and the drivers.
 */
#ifndef STORAGE_ENGINE_PAST_VIEWS_H
#define STORAGE_ENGINE_PAST_VIEWS_H

/** In the order in which they are made; ended by NULL. */
extern const char *const jx_past_views[];

#endif
