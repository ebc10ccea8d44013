package examples

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.etcd.io/bbolt"
)

// recorded is where stacks of released versions lie, by version: each with the state of its stack and what was in Azure.
const recorded = "testdata/recorded"

var record = flag.String("record", "", "record the stack of this version, such as v0.1.0, instead of comparing with it")

// A recording is a stack of the program with everything in it, made by one version of the package.
type recording struct {
	// Program and its configuration, without secrets.
	Program string
	Config  map[string]string
	// Stack is what pulumi stack export gave. Its secrets are encrypted with the passphrase of these tests.
	Stack apitype.UntypedDeployment
	// Azure is what the sandbox held.
	Azure map[string]map[string]json.RawMessage
}

// A stack that an earlier version made is one that this version has nothing to replace in.
func TestStacksOfEarlierVersionsAreNotReplaced(t *testing.T) {
	if *record != "" {
		recordStack(t, filepath.Join(recorded, *record+".json"))
	}
	files, err := filepath.Glob(filepath.Join(recorded, "*.json"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			content, err := os.ReadFile(file)
			require.NoError(t, err)
			var r recording
			require.NoError(t, json.Unmarshal(content, &r))

			d := deploymentOf(t, "full")
			require.NoError(t, os.WriteFile(filepath.Join(d.stack.Workspace().WorkDir(), "Pulumi.yaml"), []byte(r.Program), 0o600))
			d.fill(t, r.Azure)
			require.NoError(t, d.stack.Import(t.Context(), r.Stack))
			for key, value := range r.Config {
				d.set(t, key, value)
			}
			d.setSharedKey(t, recordedKey)

			preview, err := d.stack.Preview(t.Context())
			require.NoError(t, err)
			for _, op := range []apitype.OpType{apitype.OpReplace, apitype.OpCreateReplacement, apitype.OpDelete, apitype.OpCreate} {
				assert.Zero(t, preview.ChangeSummary[op], "%s: %s", op, preview.StdOut)
			}
			stored := d.stored(t)
			_, _, err = d.up(t)
			require.NoError(t, err)
			assert.Equal(t, stored, d.stored(t))
		})
	}
}

const recordedKey = "Recorded0Key"

func recordStack(t *testing.T, file string) {
	t.Helper()
	estate := deploymentOf(t, "testdata/estate")
	made, _, err := estate.up(t)
	require.NoError(t, err)
	d := deploymentOn(t, "full", estate.sandbox)
	r := recording{Config: map[string]string{}}
	for _, id := range []string{"peerCircuitId", "gatewayId", "wanGatewayId", "routeTableId"} {
		r.Config[id] = made.Outputs[id].Value.(string)
		d.set(t, id, r.Config[id])
	}
	d.setSharedKey(t, recordedKey)
	_, _, err = d.up(t)
	require.NoError(t, err)
	d.command(t, "provision", "amsterdam")
	d.command(t, "provision", "osaka")
	_, _, err = d.up(t)
	require.NoError(t, err)

	program, err := os.ReadFile(filepath.Join(d.stack.Workspace().WorkDir(), "Pulumi.yaml"))
	require.NoError(t, err)
	r.Program = string(program)
	exported := run(t, d.stack.Workspace().WorkDir(), d.stack.Workspace().GetEnvVars(), "pulumi", "stack", "export", "--stack", "dev")
	require.NoError(t, json.Unmarshal([]byte(exported), &r.Stack))
	r.Azure = d.content(t)
	content, err := json.MarshalIndent(r, "", " ")
	require.NoError(t, err)
	require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
	require.NoError(t, os.WriteFile(file, append(content, '\n'), 0o644))
}

// content is all that the sandbox holds.
func (d deployment) content(t *testing.T) map[string]map[string]json.RawMessage {
	t.Helper()
	db, err := bbolt.Open(d.sandbox, 0o600, &bbolt.Options{ReadOnly: true})
	require.NoError(t, err)
	defer func() { require.NoError(t, db.Close()) }()
	all := map[string]map[string]json.RawMessage{}
	require.NoError(t, db.View(func(tx *bbolt.Tx) error {
		return tx.ForEach(func(name []byte, bucket *bbolt.Bucket) error {
			all[string(name)] = map[string]json.RawMessage{}
			return bucket.ForEach(func(key, value []byte) error {
				all[string(name)][string(key)] = append(json.RawMessage{}, value...)
				return nil
			})
		})
	}))
	return all
}

// fill gives the sandbox its content.
func (d deployment) fill(t *testing.T, content map[string]map[string]json.RawMessage) {
	t.Helper()
	db, err := bbolt.Open(d.sandbox, 0o600, nil)
	require.NoError(t, err)
	defer func() { require.NoError(t, db.Close()) }()
	require.NoError(t, db.Update(func(tx *bbolt.Tx) error {
		for name, values := range content {
			bucket, err := tx.CreateBucketIfNotExists([]byte(name))
			if err != nil {
				return err
			}
			for key, value := range values {
				if err := bucket.Put([]byte(key), value); err != nil {
					return err
				}
			}
		}
		return nil
	}))
}
