package dev.casestream.contracts;

import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.doctree.StartElementTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** What the Javadoc says of types and components, as Markdown: the descriptions in everything generated. */
final class Prose {

    private static final Map<String, String> BY_NAME = read(Path.of("src/main/java/dev/casestream/contracts"));

    private Prose() {}

    static @Nullable String of(Class<?> type) {
        return BY_NAME.get(type.getSimpleName());
    }

    /** The component's own words, else those of the interface that asks for it. */
    static @Nullable String of(Class<?> record, String component) {
        return Stream.concat(Stream.of(record), Arrays.stream(record.getInterfaces()))
                .map(owner -> BY_NAME.get(owner.getSimpleName() + "." + component))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static Map<String, String> read(Path sources) {
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null);
                var list = Files.list(sources)) {
            var units = files.getJavaFileObjectsFromPaths(list.sorted().toList());
            var task = (JavacTask) compiler.getTask(null, files, null, null, null, units);
            var found = new HashMap<String, String>();
            new Reader(DocTrees.instance(task), found).scan(task.parse(), null);
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Reader extends TreePathScanner<Void, Void> {

        private final DocTrees docs;
        private final Map<String, String> found;

        Reader(DocTrees docs, Map<String, String> found) {
            this.docs = docs;
            this.found = found;
        }

        @Override
        public Void visitClass(ClassTree type, Void unused) {
            note(type.getSimpleName().toString());
            return super.visitClass(type, unused);
        }

        @Override
        public Void visitMethod(MethodTree method, Void unused) {
            if (getCurrentPath().getParentPath().getLeaf() instanceof ClassTree owner) {
                note(owner.getSimpleName() + "." + method.getName());
            }
            return super.visitMethod(method, unused);
        }

        private void note(String name) {
            var comment = docs.getDocCommentTree(getCurrentPath());
            if (comment == null) {
                return;
            }
            put(name, comment.getFullBody());
            for (var tag : comment.getBlockTags()) {
                if (tag instanceof ParamTree param && !param.isTypeParameter()) {
                    put(name + "." + param.getName().getName(), param.getDescription());
                }
            }
        }

        private void put(String name, List<? extends DocTree> words) {
            var text = words.stream().map(Reader::markdown).collect(Collectors.joining());
            var plain = text.replaceAll("\\s+", " ").strip();
            if (!plain.isEmpty()) {
                found.put(name, plain);
            }
        }

        private static String markdown(DocTree words) {
            return switch (words) {
                case LiteralTree code -> "`" + code.getBody().getBody() + "`";
                case LinkTree link -> "`" + link.getReference().getSignature() + "`";
                case StartElementTree paragraph -> " ";
                default -> words.toString();
            };
        }
    }
}
