package org.stoa.accounts.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.json.Json;

final class FilterCheckTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'event_fields':['type','content.body'],'event_format':'federation'}",
                "{'presence':{'types':['m.presence'],'not_senders':['@a:b']},'account_data':{'limit':0}}",
                "{'room':{'rooms':['!a:b'],'not_rooms':[],'include_leave':true,'timeline':{'limit':10,"
                        + "'lazy_load_members':true,'contains_url':false},'state':{'types':['m.room.*']},"
                        + "'ephemeral':{'types':[]},'account_data':{'not_types':['m.tag']}}}",
                "{'org.example.other':1}"
            })
    void filter_ofTheRightTypes_isTaken(String filter) {
        assertThatCode(() -> FilterCheck.check(Json.parseObject(filter.replace('\'', '"'))))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'presence':'not_an_object'}",
                "{'room':'not_an_object'}",
                "{'room':{'timeline':'not_an_object'}}",
                "{'room':{'state':[]}}",
                "{'room':{'ephemeral':1}}",
                "{'room':{'account_data':true}}",
                "{'room':{'timeline':{'types':'not_a_list'}}}",
                "{'room':{'timeline':{'types':[1]}}}",
                "{'room':{'timeline':{'senders':['not_a_user_id']}}}",
                "{'room':{'timeline':{'not_rooms':['not_a_room_id']}}}",
                "{'room':{'rooms':['not_a_room_id']}}",
                "{'room':{'timeline':{'limit':-1}}}",
                "{'room':{'timeline':{'limit':'10'}}}",
                "{'room':{'timeline':{'limit':1.5}}}",
                "{'room':{'state':{'lazy_load_members':'true'}}}",
                "{'event_format':'xml'}",
                "{'event_fields':'type'}"
            })
    void filter_ofWrongTypes_isRefused(String filter) {
        assertThatThrownBy(() -> FilterCheck.check(Json.parseObject(filter.replace('\'', '"'))))
                .isInstanceOfSatisfying(
                        MatrixException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.BAD_JSON));
    }
}
