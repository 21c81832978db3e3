package org.ambergate.messagelog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class MerkleTreeTest {
    /** The leaves and roots that implementations of Certificate Transparency test themselves with. */
    private static final List<String> LEAVES =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");

    private static final List<String> ROOTS = List.of(
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    @Test
    void rootsAreThoseOfRfc6962() {
        MerkleTree tree = new MerkleTree();
        assertThat(tree.root().hex()).isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        for (int i = 0; i < LEAVES.size(); i++) {
            tree.append(PendingRecord.leafHash(ByteBuffer.wrap(HexFormat.of().parseHex(LEAVES.get(i)))));
            assertThat(tree.root().hex()).isEqualTo(ROOTS.get(i));
        }
    }

    @Test
    void theRunningTreeEqualsTheRecursiveDefinition() throws Exception {
        MerkleTree tree = new MerkleTree();
        List<byte[]> leaves = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            byte[] leaf = PendingRecord.leafHash(ByteBuffer.allocate(4).putInt(0, i));
            leaves.add(leaf);
            tree.append(leaf);
            assertThat(tree.root().toBytes()).isEqualTo(recursive(leaves));
            MerkleTree continued = MerkleTree.of(tree.size(), tree.edge());
            assertThat(continued.root()).isEqualTo(tree.root());
        }
    }

    @Test
    void aCopyDoesNotFollowItsOriginal() {
        MerkleTree tree = new MerkleTree();
        tree.append(new byte[32]);
        MerkleTree copy = tree.copy();
        tree.append(new byte[32]);

        assertThat(copy.size()).isEqualTo(1);
        assertThat(copy.root()).isNotEqualTo(tree.root());
    }

    @Test
    void anEdgeThatDoesNotFitTheSizeIsRefused() {
        assertThatThrownBy(() -> MerkleTree.of(3, List.of(new byte[32]))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MerkleTree.of(1, List.of(new byte[31]))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MerkleTree.of(-1, List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] recursive(List<byte[]> leaves) throws Exception {
        if (leaves.size() == 1) {
            return leaves.get(0);
        }
        int split = Integer.highestOneBit(leaves.size() - 1);
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        sha256.update((byte) 1);
        sha256.update(recursive(leaves.subList(0, split)));
        return sha256.digest(recursive(leaves.subList(split, leaves.size())));
    }
}
