/* Paths of tiles: what is read is written again, and nothing else is read. */
#include "proto/contract/evidence/tile_path.h"

#include "tests/support/test.h"

static void a_path_is_read_and_written_again(void **state)
{
	static const struct {
		const char *path;
		struct jx_tile_path tile;
	} ROWS[] = {
		{"tile/0/000", {0, 0, 256}},
		{"tile/0/000.p/1", {0, 0, 1}},
		{"tile/7/255.p/255", {7, 255, 255}},
		{"tile/1/x001/000", {1, 1000, 256}},
		{"tile/0/x001/x234/067", {0, 1234067, 256}},
		{"tile/0/x001/x234/067.p/9", {0, 1234067, 9}},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(ROWS) / sizeof(ROWS[0]); i++) {
		struct jx_tile_path tile = {0};
		char path[JX_TILE_PATH_BYTES];
		assert_true(jx_tile_path_read(ROWS[i].path, &tile));
		assert_int_equal(tile.level, ROWS[i].tile.level);
		assert_true(tile.index == ROWS[i].tile.index);
		assert_int_equal(tile.n_hashes, ROWS[i].tile.n_hashes);
		assert_string_equal(jx_tile_path_write(&tile, path), ROWS[i].path);
	}
}

static void what_names_no_tile_is_not_read(void **state)
{
	static const char *const PATHS[] = {"", "tile", "tile/", "tile/0", "tile/0/", "tile/8/000",
		"tile/00/000", "tile/0/0", "tile/0/0000", "tile/0/000.p/", "tile/0/000.p/0",
		"tile/0/000.p/256", "tile/0/000.p/01", "tile/0/x000", "tile/0/000/000", "tile/-1/000",
		"tile/0/00a", "tile/0/000/", "tile/entries/000", "/tile/0/000", "tile/0/x001/x234/067.q/9"};
	(void)state;
	for (size_t i = 0; i < sizeof(PATHS) / sizeof(PATHS[0]); i++) {
		struct jx_tile_path tile;
		if (jx_tile_path_read(PATHS[i], &tile))
			fail_msg("%s is read", PATHS[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_path_is_read_and_written_again),
		cmocka_unit_test(what_names_no_tile_is_not_read),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
