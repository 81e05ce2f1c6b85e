using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Servanda.Files.Documents;

/// <summary>
/// The words of a DOCX (ECMA-376): its main part, paragraph by paragraph, with what is inserted and without what is deleted.
/// Nothing outside the file is fetched, and what unpacks to more than <see cref="DocumentText.LongestText"/> is refused.
/// </summary>
internal static class DocxText
{
    private const string Main = "word/document.xml";
    private const string Names = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

    public static DocumentText Of(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var archive = new ZipArchive(new MemoryStream(bytes.ToArray()), ZipArchiveMode.Read);
            if (archive.GetEntry(Main) is not { } part)
            {
                return DocumentText.Refused("is an archive without a document in it", "Read takes DOCX; unpack any other archive and read what is in it.");
            }
            using var stream = part.Open();
            using var xml = XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = DocumentText.LongestText });
            return new DocumentText(Read(xml), null, null);
        }
        catch (Exception broken) when (broken is InvalidDataException or XmlException)
        {
            return DocumentText.Refused($"is a DOCX that cannot be read: {broken.Message}", "Open it in a word processor, save it again as DOCX or as plain text, and read that.");
        }
    }

    private static string Read(XmlReader xml)
    {
        var text = new StringBuilder();
        var read = xml.Read();
        while (read)
        {
            if (xml.NodeType is XmlNodeType.Element && xml.NamespaceURI == Names)
            {
                switch (xml.LocalName)
                {
                    case "t":
                        // Moves on to the node after the element by itself.
                        text.Append(xml.ReadElementContentAsString());
                        continue;
                    case "tab" or "br" or "cr":
                        text.Append(xml.LocalName == "tab" ? ' ' : '\n');
                        break;
                    case "del" or "delText" or "instrText":
                        xml.Skip();
                        continue;
                }
            }
            else if (xml.NodeType is XmlNodeType.EndElement && xml.NamespaceURI == Names && xml.LocalName == "p")
            {
                text.Append("\n\n");
            }
            read = xml.Read();
        }
        return text.ToString().Trim() + "\n";
    }
}
