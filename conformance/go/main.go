// Decodes payloads with the client that OpenAPI Generator wrote, and encodes them again.
package main

import (
	"encoding/json"
	"log"
	"os"
)

type testCase struct {
	Schema string          `json:"schema"`
	Body   json.RawMessage `json:"body"`
}

type result struct {
	Encoded json.RawMessage `json:"encoded,omitempty"`
	Error   string          `json:"error,omitempty"`
}

func main() {
	text, err := os.ReadFile(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	var cases []testCase
	if err := json.Unmarshal(text, &cases); err != nil {
		log.Fatal(err)
	}
	results := make([]result, len(cases))
	for i, one := range cases {
		results[i] = decode(one)
	}
	text, err = json.Marshal(results)
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(os.Args[2], text, 0o644); err != nil {
		log.Fatal(err)
	}
}

func decode(one testCase) result {
	value := models[one.Schema]()
	if err := json.Unmarshal(one.Body, value); err != nil {
		return result{Error: err.Error()}
	}
	encoded, err := json.Marshal(value)
	if err != nil {
		return result{Error: err.Error()}
	}
	return result{Encoded: encoded}
}
