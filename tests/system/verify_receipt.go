// Verifies a receipt with Go's own packages for transparency logs: verify_receipt VERIFIER RECEIPT.
//
// Notes and proofs are read by golang.org/x/mod/sumdb; only the four lines around them are ours.
package main

import (
	"encoding/base64"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func fail(what interface{}) {
	fmt.Fprintln(os.Stderr, what)
	os.Exit(1)
}

func main() {
	verifier, err := note.NewVerifier(os.Args[1])
	if err != nil {
		fail(err)
	}
	text, err := os.ReadFile(os.Args[2])
	if err != nil {
		fail(err)
	}
	parts := strings.SplitN(string(text), "\n", 5)
	if len(parts) != 5 || parts[3] != "" {
		fail("not a receipt")
	}
	entry := parts[2]
	proof := strings.SplitN(parts[4], "\n\n", 2)
	if len(proof) != 2 {
		fail("no checkpoint")
	}
	opened, err := note.Open([]byte(proof[1]), note.VerifierList(verifier))
	if err != nil {
		fail(err)
	}
	head := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(head[1], 10, 64)
	if err != nil || head[0] != verifier.Name() {
		fail("checkpoint")
	}
	root, err := tlog.ParseHash(head[2])
	if err != nil {
		fail(err)
	}
	lines := strings.Split(proof[0], "\n")
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
	if err != nil || lines[0] != "c2sp.org/tlog-proof@v1" {
		fail("proof")
	}
	var hashes tlog.RecordProof
	for _, line := range lines[2:] {
		hash, err := base64.StdEncoding.DecodeString(line)
		if err != nil || len(hash) != tlog.HashSize {
			fail("hash")
		}
		var one tlog.Hash
		copy(one[:], hash)
		hashes = append(hashes, one)
	}
	if err := tlog.CheckRecord(hashes, size, root, index, tlog.RecordHash([]byte(entry))); err != nil {
		fail(err)
	}
	fmt.Println("genuine")
}
