/*
 * Paths of tiles, both ways: "tile/L/N", or "tile/L/N.p/W" for the first W hashes; N in groups of three digits, all but the
 * last behind an "x": 1234067 is "x001/x234/067". Pure. Thread: any.
 *
 * @source c2sp.org/tlog-tiles
 */
#ifndef PROTO_CONTRACT_EVIDENCE_TILE_PATH_H
#define PROTO_CONTRACT_EVIDENCE_TILE_PATH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define JX_TILE_HEIGHT     8u   /* levels of the tree from one whose hashes are kept to the next */
#define JX_TILE_HASHES     256u /* of a whole tile */
#define JX_TILE_LEVELS     8u   /* of a tree as large as proofs are made of */
#define JX_TILE_PATH_BYTES 64u  /* of the longest path, terminated */

struct jx_tile_path {
	uint32_t level;    /* below JX_TILE_LEVELS */
	uint64_t index;    /* within its level */
	uint32_t n_hashes; /* 1 to JX_TILE_HASHES, which is a whole tile */
};

/** Read a path, without its first "/". @return false: it names no tile. */
bool jx_tile_path_read(const char *path, struct jx_tile_path *ret_tile);

/** Write a path. @return out. */
const char *jx_tile_path_write(const struct jx_tile_path *tile, char out[JX_TILE_PATH_BYTES]);

#endif
