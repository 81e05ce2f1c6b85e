"""Checks a log from its public files alone. Written from the public formats, with nothing of Servanda's:
RFC 6962 (Merkle tree), c2sp.org/signed-note, tlog-checkpoint, tlog-cosignature, tlog-proof, tlog-tiles.
Ed25519 is that of the openssl command.

    check_log.py tiles FOLDER LOG-VKEY [WITNESS-VKEY...]     the static files: every hash, the root, the signatures
    check_log.py proof FILE LOG-VKEY [WITNESS-VKEY...]       a .tlog-proof whose extra line holds the leaf
    check_log.py consistency OLD-CHECKPOINT REQUEST LOG-VKEY that a request to a witness continues an old checkpoint

Prints a line of what it checked and ends with 0; ends with 1 at the first thing that does not hold."""

import base64, hashlib, os, struct, subprocess, sys, tempfile


def fail(why):
    print("does not hold: " + why)
    sys.exit(1)


def sha256(data):
    return hashlib.sha256(data).digest()


def leaf_hash(data):
    return sha256(b"\x00" + data)


def node_hash(left, right):
    return sha256(b"\x01" + left + right)


def root_of(hashes):
    if not hashes:
        return sha256(b"")
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    return node_hash(root_of(hashes[:k]), root_of(hashes[k:]))


def ed25519(public, message, signature):
    # The fixed head of a SubjectPublicKeyInfo for Ed25519 (RFC 8410).
    der = bytes.fromhex("302a300506032b6570032100") + public
    with tempfile.TemporaryDirectory() as folder:
        paths = [os.path.join(folder, name) for name in ("key", "message", "signature")]
        for path, data in zip(paths, (der, message, signature)):
            with open(path, "wb") as file:
                file.write(data)
        return subprocess.run(["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", paths[0],
                               "-rawin", "-in", paths[1], "-sigfile", paths[2]], capture_output=True).returncode == 0


def parse_vkey(text):
    name, key_id, rest = text.split("+", 2)
    material = base64.b64decode(rest, validate=True)
    if sha256(name.encode() + b"\n" + material)[:4].hex() != key_id:
        fail("the id of key " + name)
    return name, bytes.fromhex(key_id), material[0], material[1:]


def check_note(note, log_key, witness_keys):
    text, signatures = note.rsplit("\n\n", 1)
    text += "\n"
    signed = set()
    for line in signatures.splitlines():
        dash, name, blob = line.split(" ")
        if dash != "\u2014":
            fail("a signature line")
        blob = base64.b64decode(blob, validate=True)
        for vkey in [log_key] + witness_keys:
            key_name, key_id, kind, public = parse_vkey(vkey)
            if (key_name, key_id) != (name, blob[:4]):
                continue
            if kind == 1:
                good = ed25519(public, text.encode(), blob[4:])
            else:
                time = struct.unpack(">Q", blob[4:12])[0]
                good = ed25519(public, ("cosignature/v1\ntime %d\n%s" % (time, text)).encode(), blob[12:])
            if not good:
                fail("the signature of " + name)
            signed.add(vkey)
    for vkey in [log_key] + witness_keys:
        if vkey not in signed:
            fail(parse_vkey(vkey)[0] + " has not signed")
    origin, size, root = text.splitlines()[:3]
    if origin != parse_vkey(log_key)[0]:
        fail("the name of the log")
    return int(size), base64.b64decode(root, validate=True)


def check_inclusion(leaf, index, size, path, root):
    # RFC 9162 2.1.3.2
    if index >= size:
        fail("the index")
    fn, sn, r = index, size - 1, leaf
    for p in path:
        if sn == 0:
            fail("a path that is too long")
        if fn & 1 or fn == sn:
            r = node_hash(p, r)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = node_hash(r, p)
        fn, sn = fn >> 1, sn >> 1
    if sn != 0 or r != root:
        fail("the path does not lead to the root")


def check_consistency(first, first_root, second, second_root, path):
    # RFC 9162 2.1.4.2
    if first & (first - 1) == 0:
        path = [first_root] + path
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for c in path[1:]:
        if sn == 0:
            fail("a proof that is too long")
        if fn & 1 or fn == sn:
            fr, sr = node_hash(c, fr), node_hash(c, sr)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node_hash(sr, c)
        fn, sn = fn >> 1, sn >> 1
    if sn != 0 or fr != first_root or sr != second_root:
        fail("the proof does not lead from one root to the other")


def tile_name(n):
    parts = ["%03d" % (n % 1000)]
    while n >= 1000:
        n //= 1000
        parts.insert(0, "x%03d" % (n % 1000))
    return "/".join(parts)


def read(path):
    with open(path, "rb") as file:
        return file.read()


def tile_path(folder, level, n, width):
    return os.path.join(folder, "tile", str(level), tile_name(n) + ("" if width == 256 else ".p/%d" % width))


def tiles(folder, log_key, witness_keys):
    size, root = check_note(read(os.path.join(folder, "checkpoint")).decode(), log_key, witness_keys)
    leaves = []
    for n in range((size + 255) // 256):
        width = min(256, size - n * 256)
        bundle, at, hashes = read(tile_path(folder, "entries", n, width)), 0, []
        while at < len(bundle):
            length = struct.unpack(">H", bundle[at:at + 2])[0]
            hashes.append(leaf_hash(bundle[at + 2:at + 2 + length]))
            at += 2 + length
        if at != len(bundle) or len(hashes) != width:
            fail("bundle %d" % n)
        leaves += hashes
    level, hashes = 0, leaves
    while hashes:
        for n in range((len(hashes) + 255) // 256):
            mine = hashes[n * 256:(n + 1) * 256]
            if read(tile_path(folder, level, n, len(mine))) != b"".join(mine):
                fail("tile %d/%d" % (level, n))
        hashes = [root_of(hashes[n * 256:(n + 1) * 256]) for n in range(len(hashes) // 256)]
        level += 1
    if root_of(leaves) != root:
        fail("the root")
    print("%d entries and their tiles hold" % size)


def proof(path, log_key, witness_keys):
    head, note = read(path).decode().split("\n\n", 1)
    lines = head.split("\n")
    if lines[0] != "c2sp.org/tlog-proof@v1" or not lines[1].startswith("extra ") or not lines[2].startswith("index "):
        fail("the head of the proof")
    size, root = check_note(note, log_key, witness_keys)
    leaf = base64.b64decode(lines[1][6:], validate=True)
    check_inclusion(leaf_hash(leaf), int(lines[2][6:]), size, [base64.b64decode(line, validate=True) for line in lines[3:]], root)
    print("entry %s of %d holds" % (lines[2][6:], size))


def consistency(old_path, request_path, log_key):
    old_size, old_root = check_note(read(old_path).decode(), log_key, [])
    head, note = read(request_path).decode().split("\n\n", 1)
    lines = head.split("\n")
    if lines[0] != "old %d" % old_size:
        fail("the old size")
    size, root = check_note(note, log_key, [])
    check_consistency(old_size, old_root, size, root, [base64.b64decode(line, validate=True) for line in lines[1:]])
    print("%d entries continue %d" % (size, old_size))


if sys.argv[1] == "tiles":
    tiles(sys.argv[2], sys.argv[3], sys.argv[4:])
elif sys.argv[1] == "proof":
    proof(sys.argv[2], sys.argv[3], sys.argv[4:])
else:
    consistency(*sys.argv[2:])
