// Says ready, grows by 40 MB at a line of its input, says grown, and waits.
package main

import (
	"bufio"
	"fmt"
	"os"
	"time"
)

var held [][]byte

func main() {
	for n := 0; n < 4; n++ {
		go func() {
			for {
				time.Sleep(time.Millisecond)
			}
		}()
	}
	fmt.Println("ready")
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		for n := 0; n < 400; n++ {
			block := make([]byte, 100<<10)
			for at := range block {
				block[at] = 1
			}
			held = append(held, block)
		}
		fmt.Println("grown")
	}
}
