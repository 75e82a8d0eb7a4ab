// Runs what randomSpecs.ts wrote through Flink's own pattern matcher and records what it gives: see README.md.
package org.apache.flink.cep.nfa;

import java.io.File;
import java.time.Duration;
import java.util.*;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.cep.Event;
import org.apache.flink.cep.nfa.aftermatch.AfterMatchSkipStrategy;
import org.apache.flink.cep.nfa.compiler.NFACompiler;
import org.apache.flink.cep.nfa.sharedbuffer.SharedBuffer;
import org.apache.flink.cep.nfa.sharedbuffer.SharedBufferAccessor;
import org.apache.flink.cep.pattern.Pattern;
import org.apache.flink.cep.pattern.WithinType;
import org.apache.flink.cep.pattern.conditions.IterativeCondition;
import org.apache.flink.cep.pattern.conditions.SimpleCondition;
import org.apache.flink.cep.utils.TestSharedBuffer;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.node.ArrayNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.node.ObjectNode;

@SuppressWarnings({"unchecked", "rawtypes"})
public class FlinkRuns {
    static final ObjectMapper JSON = new ObjectMapper();

    public static void main(String[] args) throws Exception {
        ArrayNode recorded = JSON.createArrayNode();
        int refused = 0, failed = 0, large = 0;
        for (JsonNode one : JSON.readTree(new File(args[0]))) {
            try {
                ObjectNode result = run(one);
                if (result == null) large++; else recorded.add(result);
            } catch (org.apache.flink.cep.pattern.MalformedPatternException | UnsupportedOperationException e) {
                refused++;
            } catch (Exception | StackOverflowError e) {
                failed++;
                System.err.println(one.get("seed") + ": " + e);
            }
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode run : recorded) text.append(JSON.writeValueAsString(run)).append('\n');
        java.nio.file.Files.writeString(new File(args[1]).toPath(), text);
        System.err.printf("%d recorded, %d refused, %d failed, %d too large%n", recorded.size(), refused, failed, large);
        System.exit(0); // a cache of Flink keeps a thread
    }

    /** Null when there are too many matches to be worth keeping. */
    static ObjectNode run(JsonNode one) throws Exception {
        Pattern<Event, ?> pattern = pattern(one.get("pattern"));
        NFA<Event> nfa = NFACompiler.compileFactory(pattern, true).createNFA();
        AfterMatchSkipStrategy skip = pattern.getAfterMatchSkipStrategy();
        SharedBuffer<Event> buffer = TestSharedBuffer.createTestBuffer(Event.createTypeSerializer());
        NFAState state = nfa.createInitialNFAState();
        ArrayNode steps = JSON.createArrayNode();
        int id = 0, matches = 0;
        long time = 0;
        for (JsonNode event : one.get("events")) {
            time = event.get(1).asLong();
            ObjectNode step = JSON.createObjectNode();
            try (SharedBufferAccessor<Event> accessor = buffer.getAccessor()) {
                record(step, nfa.advanceTime(accessor, state, time, skip));
            }
            try (SharedBufferAccessor<Event> accessor = buffer.getAccessor()) {
                Event value = new Event(id++, event.get(0).asText(), 0);
                list(step, "matches", nfa.process(accessor, state, value, time, skip, () -> 0L));
            }
            matches += size(step);
            steps.add(step);
        }
        ObjectNode last = JSON.createObjectNode();
        try (SharedBufferAccessor<Event> accessor = buffer.getAccessor()) {
            record(last, nfa.advanceTime(accessor, state, time + 1000, skip));
        }
        matches += size(last);
        steps.add(last);
        if (matches > 40) return null;
        ObjectNode result = (ObjectNode) one.deepCopy();
        result.set("steps", steps);
        return result;
    }

    static int size(JsonNode step) {
        int size = 0;
        for (JsonNode list : step) size += list.size();
        return size;
    }

    static void record(ObjectNode step, Tuple2<Collection<Map<String, List<Event>>>, Collection<Tuple2<Map<String, List<Event>>, Long>>> advanced) {
        list(step, "pending", advanced.f0);
        for (Tuple2<Map<String, List<Event>>, Long> one : advanced.f1) {
            step.withArray("timedOut").add(text(one.f0) + " at " + one.f1);
        }
    }

    static void list(ObjectNode step, String name, Collection<Map<String, List<Event>>> matches) {
        for (Map<String, List<Event>> match : matches) step.withArray(name).add(text(match));
    }

    /** Such as "p 0 1, q 3": names and ids of events. */
    static String text(Map<String, List<Event>> match) {
        StringJoiner patterns = new StringJoiner(", ");
        for (String name : new TreeSet<>(match.keySet())) {
            StringBuilder ids = new StringBuilder(name);
            for (Event event : match.get(name)) ids.append(' ').append(event.getId());
            patterns.add(ids);
        }
        return patterns.toString();
    }

    static Pattern<Event, ?> pattern(JsonNode spec) {
        JsonNode skip = spec.get("skip");
        Pattern pattern = sequence(spec.get("steps"), strategy(skip.get(0).asText(), skip.path(1).asText()));
        return spec.has("within") ? pattern.within(Duration.ofMillis(spec.get("within").asLong())) : pattern;
    }

    static AfterMatchSkipStrategy strategy(String kind, String name) {
        switch (kind) {
            case "skipToNext": return AfterMatchSkipStrategy.skipToNext();
            case "skipPastLastEvent": return AfterMatchSkipStrategy.skipPastLastEvent();
            case "skipToFirst": return AfterMatchSkipStrategy.skipToFirst(name);
            case "skipToLast": return AfterMatchSkipStrategy.skipToLast(name);
            default: return AfterMatchSkipStrategy.noSkip();
        }
    }

    static Pattern sequence(JsonNode steps, AfterMatchSkipStrategy skip) {
        Pattern pattern = null;
        for (JsonNode step : steps) pattern = refined(added(pattern, step, skip), step);
        return pattern;
    }

    static Pattern added(Pattern before, JsonNode step, AfterMatchSkipStrategy skip) {
        String name = step.path("name").asText();
        Pattern group = step.has("group") ? sequence(step.get("group"), skip) : null;
        switch (step.get("op").asText()) {
            case "begin": return group != null ? Pattern.begin(group, skip) : Pattern.begin(name, skip);
            case "next": return group != null ? before.next(group) : before.next(name);
            case "followedBy": return group != null ? before.followedBy(group) : before.followedBy(name);
            case "followedByAny": return group != null ? before.followedByAny(group) : before.followedByAny(name);
            case "notNext": return before.notNext(name);
            default: return before.notFollowedBy(name);
        }
    }

    static Pattern refined(Pattern pattern, JsonNode step) {
        if (step.has("letters")) pattern.where(letters(step.get("letters").asText()));
        if (step.has("fewerThan")) pattern.where(fewerThan(step.get("name").asText(), step.get("fewerThan").asInt()));
        if (step.has("quantifier")) {
            JsonNode quantifier = step.get("quantifier");
            switch (quantifier.get(0).asText()) {
                case "oneOrMore": pattern.oneOrMore(); break;
                case "timesOrMore": pattern.timesOrMore(quantifier.get(1).asInt()); break;
                default:
                    if (quantifier.size() == 2) pattern.times(quantifier.get(1).asInt());
                    else pattern.times(quantifier.get(1).asInt(), quantifier.get(2).asInt());
            }
        }
        if (step.has("inner")) {
            if (step.get("inner").asText().equals("consecutive")) pattern.consecutive();
            else pattern.allowCombinations();
        }
        if (step.has("greedy")) pattern.greedy();
        if (step.has("optional")) pattern.optional();
        if (step.has("until")) pattern.until(letters(step.get("until").asText()));
        if (step.has("withinPrevious")) {
            pattern.within(Duration.ofMillis(step.get("withinPrevious").asLong()), WithinType.PREVIOUS_AND_CURRENT);
        }
        return pattern;
    }

    static IterativeCondition<Event> letters(String letters) {
        return SimpleCondition.of(event -> letters.contains(event.getName()));
    }

    static IterativeCondition<Event> fewerThan(String pattern, int limit) {
        return new IterativeCondition<Event>() {
            @Override
            public boolean filter(Event event, Context<Event> context) throws Exception {
                int count = 0;
                for (Event ignored : context.getEventsForPattern(pattern)) count++;
                return count < limit;
            }
        };
    }
}
