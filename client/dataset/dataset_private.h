/* What a report as a whole tells of itself, and where rows stand. Private to tables.c and fill.c. */
#ifndef CLIENT_DATASET_DATASET_PRIVATE_H
#define CLIENT_DATASET_DATASET_PRIVATE_H

/** The first columns of every table. */
enum jx_data_place {
	JX_PLACE_ROUND,
	JX_PLACE_DEPARTMENT,
	JX_PLACE_PATH,
	JX_PLACE_NUMBER,
	JX_PLACE_PROJECT,
	JX_PLACE_SCOPE
};

/** Columns that no message has. */
enum jx_data_told {
	JX_TOLD_BASIS,
	JX_TOLD_PUBLICATION,
	JX_TOLD_FIGURE_STATUS, /* the worst of the inputs */
	JX_TOLD_UNEXPLAINED,
	JX_TOLD_EXPLAIN_FINDINGS,
	JX_TOLD_INFO_FINDINGS,
	JX_TOLD_PROJECTS,
	JX_TOLD_INDICATORS,
	JX_TOLD_INCOME, /* as the metrics have them, in 元 */
	JX_TOLD_EXPENDITURE,
	JX_TOLD_FLAGS /* what is to be known of the report; names with blanks between them */
};

#endif
