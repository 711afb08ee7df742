package main

import (
	"encoding/json"
	"os"
	"testing"
)

func TestVectors(t *testing.T) {
	var requests []struct {
		AccessKey string `json:"access_key"`
		SecretKey string `json:"secret_key"`
		Method, Path, Body string
		Query   [][2]string
		Headers map[string]string
	}
	if err := json.NewDecoder(os.Stdin).Decode(&requests); err != nil {
		t.Fatal(err)
	}
	var signed []string
	for _, it := range requests {
		signed = append(signed, authorization(it.AccessKey, it.SecretKey, it.Method, it.Path, it.Query, it.Headers, it.Body))
	}
	// Standard output is that of the test framework.
	text, _ := json.Marshal(signed)
	if err := os.WriteFile(os.Getenv("RESULT"), text, 0o644); err != nil {
		t.Fatal(err)
	}
}
