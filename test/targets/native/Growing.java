// Says ready, grows by 40 MB at a line of its input, says grown, and waits.
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

public class Growing {
  static final List<byte[]> held = new ArrayList<>();

  public static void main(String[] arguments) throws Exception {
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    System.out.println("ready");
    while (in.readLine() != null) {
      for (int n = 0; n < 400; n++) {
        byte[] block = new byte[100 << 10];
        Arrays.fill(block, (byte) 1);
        held.add(block);
      }
      System.out.println("grown");
    }
  }
}
