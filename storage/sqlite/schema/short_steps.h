/* Versions of the schema that are a few statements each. Private to storage/sqlite/. */
#ifndef STORAGE_SQLITE_SCHEMA_SHORT_STEPS_H
#define STORAGE_SQLITE_SCHEMA_SHORT_STEPS_H

/* Each ended by NULL. */
extern const char *const jx_schema_attempts[];     /* 4: refused attempts by their requests */
extern const char *const jx_schema_acceptances[];  /* 7: who has accepted */
extern const char *const jx_schema_audience[];     /* 13: who a publication is for */
extern const char *const jx_schema_late_scores[];  /* 14: scores of what was published without them */
extern const char *const jx_schema_reminders[];    /* 16: reminders that were sent */
extern const char *const jx_schema_first_states[]; /* 18: a first state goes with its submission */

#endif
