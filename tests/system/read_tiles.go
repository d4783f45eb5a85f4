// Reads a log by its tiles over plain HTTP, with golang.org/x/mod/sumdb alone, and proves its first and its newest entry.
//
//	read_tiles VERIFIER-KEY http://HOST:PORT
package main

import (
	"fmt"
	"os"
	"os/exec"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type tiles struct{ address string }

func (t tiles) get(path string) ([]byte, error) {
	return exec.Command("curl", "-sSf", "--http2-prior-knowledge", t.address+path).Output()
}

func (t tiles) Height() int                                  { return 8 }
func (t tiles) SaveTiles(_ []tlog.Tile, _ [][]byte)          {}
func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var read [][]byte
	for _, tile := range wanted {
		data, err := t.get("/" + strings.Replace(tile.Path(), "tile/8/", "tile/", 1))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", tile.Path(), err)
		}
		read = append(read, data)
	}
	return read, nil
}

func run(key, address string) error {
	verifier, err := note.NewVerifier(key)
	if err != nil {
		return err
	}
	log := tiles{address}
	signed, err := log.get("/checkpoint")
	if err != nil {
		return err
	}
	head, err := note.Open(signed, note.VerifierList(verifier))
	if err != nil {
		return err
	}
	lines := strings.Split(head.Text, "\n")
	var tree tlog.Tree
	if _, err := fmt.Sscan(lines[1], &tree.N); err != nil {
		return err
	}
	if tree.Hash, err = tlog.ParseHash(lines[2]); err != nil {
		return err
	}
	reader := tlog.TileHashReader(tree, log)
	for _, index := range []int64{0, tree.N - 1} {
		proof, err := tlog.ProveRecord(tree.N, index, reader)
		if err != nil {
			return err
		}
		leaves, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, index)})
		if err != nil {
			return err
		}
		if err := tlog.CheckRecord(proof, tree.N, tree.Hash, index, leaves[0]); err != nil {
			return err
		}
	}
	return nil
}

func main() {
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
