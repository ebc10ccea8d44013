// Command golang is a language host for Go that stands before the one of Pulumi 3.65, the last that can be built as a Go
// module, and tells it where a source plugin lies: newer engines say so in a field which that host does not know.
// Everything else passes through.
package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/proto"
)

// host is the real one, which lies beside this program.
const host = "pulumi-language-go-3.65"

const anySize = 1 << 30

func main() {
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "pulumi-language-go:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	command := exec.CommandContext(ctx, filepath.Join(filepath.Dir(self), host), os.Args[1:]...)
	command.Stderr = os.Stderr
	stdout, err := command.StdoutPipe()
	if err != nil {
		return err
	}
	if err := command.Start(); err != nil {
		return err
	}
	defer func() { _ = command.Process.Kill() }()
	lines := bufio.NewReader(stdout)
	port, err := lines.ReadString('\n')
	if err != nil {
		return fmt.Errorf("%s gave no port: %w", host, err)
	}
	backend, err := grpc.NewClient("127.0.0.1:"+strings.TrimSpace(port), grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithDefaultCallOptions(grpc.ForceCodec(raw{}), grpc.MaxCallRecvMsgSize(anySize), grpc.MaxCallSendMsgSize(anySize)))
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	server := grpc.NewServer(grpc.ForceServerCodec(raw{}), grpc.MaxRecvMsgSize(anySize),
		grpc.UnknownServiceHandler(func(_ any, stream grpc.ServerStream) error { return forward(stream, backend) }))
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	go func() {
		_, _ = io.Copy(os.Stdout, lines)
		server.Stop() // the real host is gone
	}()
	return server.Serve(listener)
}

// forward passes one call on: every method of a language host takes one message and answers with one or many.
func forward(stream grpc.ServerStream, backend *grpc.ClientConn) error {
	method, _ := grpc.MethodFromServerStream(stream)
	var request []byte
	if err := stream.RecvMsg(&request); err != nil {
		return err
	}
	if strings.HasSuffix(method, "/RunPlugin") {
		var err error
		if request, err = withProgram(request); err != nil {
			return err
		}
	}
	ctx := stream.Context()
	if incoming, ok := metadata.FromIncomingContext(ctx); ok {
		ctx = metadata.NewOutgoingContext(ctx, incoming)
	}
	call, err := backend.NewStream(ctx, &grpc.StreamDesc{ServerStreams: true}, method)
	if err != nil {
		return err
	}
	if err := call.SendMsg(&request); err != nil {
		return err
	}
	if err := call.CloseSend(); err != nil {
		return err
	}
	for {
		var answer []byte
		if err := call.RecvMsg(&answer); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		if err := stream.SendMsg(&answer); err != nil {
			return err
		}
	}
}

func withProgram(message []byte) ([]byte, error) {
	var request pulumirpc.RunPluginRequest
	if err := proto.Unmarshal(message, &request); err != nil {
		return nil, err
	}
	request.Program = request.GetInfo().GetProgramDirectory() //nolint:staticcheck // the field that the old host reads
	return proto.Marshal(&request)
}

// raw passes messages on as the bytes that they are.
type raw struct{}

func (raw) Name() string                          { return "proto" }
func (raw) Marshal(message any) ([]byte, error)   { return *message.(*[]byte), nil }
func (raw) Unmarshal(data []byte, into any) error { *into.(*[]byte) = data; return nil }
