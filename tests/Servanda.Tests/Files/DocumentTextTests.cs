using System.IO.Compression;
using System.Text;
using Servanda.Files.Documents;
using Xunit;

namespace Servanda.Tests.Files;

public sealed class The_text_of_a_document
{
    [Fact]
    public void Is_plain_text_without_its_byte_order_mark() =>
        Assert.Equal("Ägypten said so.\r\n", DocumentText.Of(Encoding.UTF8.Preamble.ToArray().Concat(Encoding.UTF8.GetBytes("Ägypten said so.\r\n")).ToArray(), "a.txt").Text);

    [Fact]
    public void Is_the_words_of_a_page_by_paragraph()
    {
        const string Page = """
            <!doctype html><html><head><title>Site &amp; name</title><style>p { color: red }</style></head>
            <body><nav><a href="/">Home</a></nav><h1>Truce holds</h1>
            <p class="a > b">Northland &ldquo;kept&nbsp;its
            word&rdquo;, the envoy <b>said</b>.<!-- not this --></p><script>if (a < b) { say("no"); }</script>
            <ul><li>One</li><li>Two</ul><p>Caf&#233; at 5 &lt; 6
            """;
        Assert.Equal("Truce holds\n\nNorthland “kept its word”, the envoy said.\n\nOne\n\nTwo\n\nCafé at 5 < 6\n", DocumentText.Of(Encoding.UTF8.GetBytes(Page), "a.html").Text);
    }

    [Fact]
    public void Is_the_words_of_a_DOCX_with_what_is_inserted_and_without_what_is_deleted()
    {
        const string Xml = """
            <w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>
            <w:p><w:r><w:t>The envoy </w:t></w:r><w:del><w:r><w:delText>never </w:delText></w:r></w:del><w:ins><w:r><w:t>said</w:t></w:r></w:ins><w:r><w:tab/><w:t>so.</w:t></w:r></w:p>
            <w:p><w:r><w:t>Second.</w:t></w:r></w:p></w:body></w:document>
            """;
        Assert.Equal("The envoy said so.\n\nSecond.\n", DocumentText.Of(Docx("word/document.xml", Xml), "a.docx").Text);
    }

    [Fact]
    public void Is_refused_with_a_reason_where_there_is_none()
    {
        var random = new byte[4000];
        new Random(1).NextBytes(random);
        Assert.Equal("is no text in UTF-8", DocumentText.Of(random, "a.txt").Refusal);
        Assert.StartsWith("is no text: ", DocumentText.Of(Enumerable.Range(0, 1000).Select(i => (byte)(i % 32)).ToArray(), "a.txt").Refusal, StringComparison.Ordinal);
        Assert.Equal("is an archive without a document in it", DocumentText.Of(Docx("other.xml", "<a/>"), "a.docx").Refusal);
        Assert.StartsWith("is a DOCX that cannot be read", DocumentText.Of(Docx("word/document.xml", "<a"), "a.docx").Refusal, StringComparison.Ordinal);
        Assert.StartsWith("is a DOCX that cannot be read", DocumentText.Of(Encoding.ASCII.GetBytes("PK\u0003\u0004 and no more"), "a.docx").Refusal, StringComparison.Ordinal);
        Assert.Equal("is a PDF", DocumentText.Of(Encoding.ASCII.GetBytes("%PDF-1.7 ..."), "a.pdf").Refusal);
    }

    [Fact]
    public void Never_throws_on_broken_markup()
    {
        string[] pieces = ["<", ">", "<p", "</p>", "<!--", "-->", "<script>", "</script>", "&amp", "&#x;", "\"", "'", "a", " ", "<br/>", "=", "<nav>", "\n"];
        var random = new Random(7);
        for (var round = 0; round < 3000; round++)
        {
            var html = string.Concat(Enumerable.Range(0, random.Next(1, 30)).Select(_ => pieces[random.Next(pieces.Length)]));
            Assert.NotNull(DocumentText.Of(Encoding.UTF8.GetBytes(html), "a.html").Text);
        }
    }

    private static byte[] Docx(string part, string xml)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            using var writer = new StreamWriter(archive.CreateEntry(part).Open());
            writer.Write(xml);
        }
        return bytes.ToArray();
    }
}
