package org.stoa.boot.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.AnchorNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// Reads YAML 1.2 into values that know their line.
final class ConfigYaml {
    private static final int MAX_CHARACTERS = 1 << 20;

    private final String source;

    private ConfigYaml(String source) {
        this.source = source;
    }

    /// Returns the mapping that `yaml` holds; an empty text is an empty mapping.
    static ConfigValue.Mapping mapping(String yaml, String source) {
        return switch (value(yaml, source)) {
            case ConfigValue.Mapping mapping -> mapping;
            case ConfigValue.Text text when text.isNull() ->
                    new ConfigValue.Mapping(Map.of(), source);
            case ConfigValue other ->
                    throw new ConfigException(
                            other.place() + ": expected lines of the form 'key: value'");
        };
    }

    /// Returns the one value that `yaml` holds.
    static ConfigValue value(String yaml, String source) {
        LoadSettings settings =
                LoadSettings.builder()
                        .setLabel(source)
                        .setCodePointLimit(MAX_CHARACTERS)
                        .setMaxAliasesForCollections(0)
                        .setAllowNonScalarKeys(true) // so that the message has their line
                        .build();
        try {
            Optional<Node> root = new Compose(settings).composeString(yaml);
            return root.map(new ConfigYaml(source)::convert)
                    .orElseGet(() -> new ConfigValue.Text("", true, source));
        } catch (MarkedYamlEngineException e) {
            String line =
                    e.getProblemMark().map(mark -> " line " + (mark.getLine() + 1)).orElse("");
            throw new ConfigException(source + line + ": not YAML: " + oneLine(e.getProblem()));
        } catch (YamlEngineException e) {
            throw new ConfigException(
                    source + ": not YAML: " + oneLine(String.valueOf(e.getMessage())));
        } catch (StackOverflowError e) {
            // The parser calls itself for each level, and has no limit for them.
            throw new ConfigException(source + ": not YAML for people: it has too many levels");
        }
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    private ConfigValue convert(Node node) {
        return convert(node, place(node));
    }

    private ConfigValue convert(Node node, String place) {
        return switch (node) {
            case ScalarNode scalar ->
                    new ConfigValue.Text(
                            scalar.getValue(), scalar.getTag().equals(Tag.NULL), place);
            case SequenceNode sequence -> {
                List<ConfigValue> items = new ArrayList<>();
                sequence.getValue().forEach(item -> items.add(convert(item)));
                yield new ConfigValue.Sequence(items, place);
            }
            case MappingNode mapping -> convert(mapping, place);
            case AnchorNode _ ->
                    throw new ConfigException(place + ": aliases of YAML are not supported here");
            default -> throw new ConfigException(place + ": expected a value");
        };
    }

    private ConfigValue.Mapping convert(MappingNode mapping, String place) {
        Map<String, ConfigValue> entries = new LinkedHashMap<>();
        for (NodeTuple entry : mapping.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                throw new ConfigException(place(entry.getKeyNode()) + ": a key must be a word");
            }
            ConfigValue value = convert(entry.getValueNode(), place(key));
            ConfigValue before = entries.put(key.getValue(), value);
            if (before != null) {
                throw new ConfigException(
                        place(key)
                                + ": "
                                + key.getValue()
                                + " is set twice, first at "
                                + before.place());
            }
        }
        return new ConfigValue.Mapping(entries, place);
    }

    private String place(Node node) {
        return node.getStartMark()
                .map(mark -> source + " line " + (mark.getLine() + 1))
                .orElse(source);
    }
}
